/* Who signs out, or must sign in, leaves the phone to whoever comes next: drafts stay, and are shown to their own person only. */
const forget = () => { try { localStorage.removeItem("caunoi-person"); } catch { /* nothing is kept there */ } };
const leaving = document.querySelector("form[data-leaving]");
if (leaving) leaving.addEventListener("submit", forget);
else forget();
