/* The editor of an article: django-prose-editor (Tiptap) over the form's own textarea, with the page's own buttons. Nothing is
   injected into the page's styles; without this script the textarea takes HTML or plain text. */

async function start(source) {
  const kit = await import(source.dataset.editor);
  const { Blockquote, Bold, BulletList, Caption, Document, Dropcursor, Editor, Figure, Gapcursor, HardBreak, Heading, History } = kit;
  const { HorizontalRule, Image, Italic, Link, ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Table } = kit;
  const { TableCell, TableHeader, TableRow, Text } = kit;
  const place = document.createElement("div");
  source.before(place);
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: source.value.includes("<") ? source.value : source.value.split(/\n\s*\n/).map((text) => `<p>${escaped(text)}</p>`).join(""),
    extensions: [
      Document, Paragraph, Text, HardBreak, Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, Strike, Subscript, Superscript,
      BulletList, OrderedList, ListItem, Blockquote, HorizontalRule, Link.configure({ openOnClick: false }), Image, Caption,
      Figure.extend({ addExtensions: () => [] }), Table.configure({ resizable: false }), TableRow, TableHeader, TableCell,
      History, Dropcursor, Gapcursor,
    ],
    editorProps: {
      handleDOMEvents: { paste: cleaning(source, (html) => editor.chain().focus().insertContent(html).run()) },
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-labelledby": `${source.id}-label`, "aria-describedby": `${source.id}-hint`,
      },
    },
    onUpdate: () => {
      source.value = editor.isEmpty ? "" : editor.getHTML();
      // What the editor tidies by itself when it opens is nothing that a person typed.
      if (editor.isFocused) source.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  source.hidden = true;
  document.querySelector("[data-plain-hint]")?.remove();
  document.querySelector(`label[for="${source.id}"]`)?.addEventListener("click", () => editor.commands.focus());
  for (const link of document.querySelectorAll(`.errsum a[href="#${source.id}"]`))
    link.addEventListener("click", (event) => { event.preventDefault(); editor.commands.focus(); });
  // A draft that is brought back is written into the textarea; the editor follows.
  source.addEventListener("restored", () => editor.commands.setContent(source.value, { emitUpdate: false }));
  document.addEventListener("insert-picture", ({ detail }) =>
    editor.chain().focus().insertContent({ type: "figure", content: [{ type: "image", attrs: detail }] }).run());
  wire(editor, document.querySelector(`[aria-controls="${source.id}"]`));
}

/* What comes from outside is cleaned by the server, which knows Word's lists and Facebook's pictures; without it, by the editor. */
function cleaning(source, put) {
  return (view, event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html || html.includes("data-pm-slice")) return false;
    event.preventDefault();
    const token = source.form.elements.namedItem("csrfmiddlewaretoken").value;
    fetch(source.dataset.clean, { method: "POST", body: new URLSearchParams({ html, csrfmiddlewaretoken: token }) })
      .then((answer) => (answer.ok ? answer.text() : html))
      .catch(() => html)
      .then(put);
    return true;
  };
}

function escaped(text) {
  const box = document.createElement("p");
  box.textContent = text;
  return box.innerHTML.replace(/\n/g, "<br>");
}

const DEEDS = {
  h2: [(run) => run.toggleHeading({ level: 2 }), (is) => is("heading", { level: 2 })],
  h3: [(run) => run.toggleHeading({ level: 3 }), (is) => is("heading", { level: 3 })],
  bold: [(run) => run.toggleBold(), (is) => is("bold")],
  italic: [(run) => run.toggleItalic(), (is) => is("italic")],
  bullets: [(run) => run.toggleBulletList(), (is) => is("bulletList")],
  numbers: [(run) => run.toggleOrderedList(), (is) => is("orderedList")],
  quote: [(run) => run.toggleBlockquote(), (is) => is("blockquote")],
  table: [(run) => run.insertTable({ rows: 3, cols: 2, withHeaderRow: true })],
  row: [(run) => run.addRowAfter()],
  column: [(run) => run.addColumnAfter()],
  untable: [(run) => run.deleteTable()],
  undo: [(run) => run.undo()],
};

function askLink(editor, button) {
  const before = editor.getAttributes("link").href ?? "";
  const href = window.prompt(button.dataset.ask, before);
  if (href === null) return;
  const run = editor.chain().focus().extendMarkRange("link");
  (href.trim() ? run.setMark("link", { href: href.trim() }) : run.unsetMark("link")).run();
}

function wire(editor, bar) {
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll("[data-do]")];
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    if (button.dataset.do === "link") askLink(editor, button);
    else DEEDS[button.dataset.do][0](editor.chain().focus()).run();
  });
  // One stop of the tab key; the arrows go from button to button (WAI-ARIA toolbar).
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const shown = buttons.filter((button) => !button.hidden);
    if (step) shown.at((shown.indexOf(document.activeElement) + step) % shown.length).focus();
  });
  const show = () => {
    for (const button of buttons) {
      const is = DEEDS[button.dataset.do]?.[1];
      if (is) button.setAttribute("aria-pressed", String(is(editor.isActive.bind(editor))));
      button.hidden = "in" in button.dataset && !editor.isActive(button.dataset.in);
      button.tabIndex = button === buttons[0] || button === document.activeElement ? 0 : -1;
    }
  };
  editor.on("transaction", show);
  bar.addEventListener("focusin", show);
  show();
}

for (const source of document.querySelectorAll("[data-editor]")) start(source).catch(() => { source.hidden = false; });
