// SPDX-License-Identifier: AGPL-3.0-or-later. Photos made small on the phone: at most 1600 px on a side, and without the place and
// the time that cameras write into them. A photo that this phone cannot read goes as it is, for the house to judge.

export const WIDEST = 1600;

export async function smaller(file) {
  if (!file.type.startsWith("image/") && file.type) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    canvas.width = canvas.height = 0; // a phone gives the memory back at once
    return made ? new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

/* A small picture of a file drawn into a canvas: no address of the file is needed, so none can be left open. */
export async function thumb(blob, name) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 72, height: 72, className: "thumb" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  try {
    const picture = await createImageBitmap(blob);
    const scale = Math.max(72 / picture.width, 72 / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (72 - width) / 2, (72 - height) / 2, width, height);
    picture.close();
    return canvas;
  } catch {
    return null;
  }
}

export function weight(files) {
  const bytes = files.reduce((sum, each) => sum + each.blob.size, 0);
  return `${new Intl.NumberFormat("vi", { maximumFractionDigits: 1 }).format(bytes / 1024 ** 2)} MB`;
}
