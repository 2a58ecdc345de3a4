"use strict";
(() => {
  const SOON = 1000;
  const LATER = 5000;
  const REGIONS = ["status", "facts", "apps"];
  const byId = (id, doc = document) => doc.getElementById(id);
  const own = (doc) => doc.querySelector("script").textContent + doc.querySelector("style").textContent;

  document.documentElement.classList.add("scripted");

  // Copying. Without https there is no clipboard API: then what is selected is copied the old way.
  async function copy(button) {
    const code = button.parentElement.querySelector("code");
    getSelection().selectAllChildren(code);
    let copied = true;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      copied = document.execCommand("copy");
    }
    button.textContent = copied ? "Copied" : "Selected";
    byId("said").textContent = copied ? "Copied." : "Selected; copy it with your keyboard.";
    setTimeout(() => {
      button.textContent = "Copy";
      byId("said").textContent = "";
    }, 3000);
  }

  function close(except) {
    for (const open of document.querySelectorAll("details.go[open]")) {
      if (open !== except) open.open = false;
    }
  }

  document.addEventListener("click", (event) => {
    close(event.target.closest("details.go"));
    const button = event.target.closest("button");
    if (button) copy(button);
  });

  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details.go[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // Following a run: this page once more, and only what has changed in it is replaced. Nobody polls when there is
  // no run or nobody looks, since that would keep a function awake that can scale to zero.
  const seen = new Map(REGIONS.map((id) => [id, byId(id).innerHTML]));
  let wait = SOON;
  let timer;

  function replace(id, next) {
    const old = byId(id);
    const focused = old.contains(document.activeElement) && document.activeElement;
    const inside = focused && focused.closest("details");
    const typed = focused && focused.type === "search" && focused;
    for (const details of old.querySelectorAll("details[open]")) {
      const same = byId(details.id, next.ownerDocument);
      if (same) same.open = true;
    }
    old.replaceChildren(...next.childNodes);
    if (inside && byId(inside.id)) byId(inside.id).querySelector(focused.localName)?.focus();
    const field = typed && old.querySelector("[type=search]");
    if (field) {
      field.value = typed.value;
      field.focus();
    }
  }

  async function look() {
    clearTimeout(timer);
    let away = "";
    try {
      const answer = await fetch(location.href, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (own(next) !== own(document)) return location.reload(); // a newer Lockstep answers
      const changed = REGIONS.filter((id) => byId(id, next).innerHTML !== seen.get(id));
      for (const id of changed) {
        seen.set(id, byId(id, next).innerHTML);
        replace(id, byId(id, next));
      }
      document.title = next.title;
      wait = changed.length ? SOON : Math.min(wait * 1.5, LATER);
    } catch {
      away = "Lockstep does not answer. What you see may be old; it is asked again.";
      wait = LATER;
    }
    if (byId("away").textContent !== away) byId("away").textContent = away;
    follow();
  }

  function follow() {
    const more = document.querySelector(".running") || byId("away").textContent;
    if (more && !document.hidden) timer = setTimeout(look, wait);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  follow();
})();
