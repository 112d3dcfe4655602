/* A code that came behind `#` of a scanned address. */

const field = document.querySelector("[data-receipt]");
if (field && location.hash.length > 16) {
  field.value = decodeURIComponent(location.hash.slice(1));
  // The code must not stay in the address, nor in the device's history.
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button").focus();
}
