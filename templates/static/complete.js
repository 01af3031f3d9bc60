// Completion in the search box: a combobox with a list of suggestions. Without it the box is a plain box.

{
  const KINDS = { word: "", title: "tài liệu", number: "số hiệu" };
  const PAUSE = 120; // milliseconds without a key before the archive is asked

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const complete = (input) => {
    const list = element("ul", { id: "goi-y", class: "completions", role: "listbox", "aria-label": "Gợi ý" });
    const status = element("p", { class: "unseen", "aria-live": "polite" });
    const box = element("div", { class: "completing" });
    list.hidden = true;
    input.before(box);
    box.append(input, list, status);
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
    }))
      input.setAttribute(key, value);

    let found = [];
    let active = -1;
    let timer = 0;
    let asking = null;

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (place) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = list.children[place];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };

    const choose = ({ text, kind, url }) => {
      close();
      input.value = text;
      if (kind === "word") input.form.requestSubmit(); // keeps the chosen filters
      else location.assign(new URL(url).pathname + new URL(url).search);
    };

    const option = (completion, place) => {
      const name = KINDS[completion.kind];
      const made = element("li", { id: `goi-y-${place}`, role: "option", "aria-selected": "false" });
      made.append(element("span", { class: "completion" }, completion.text));
      if (name) made.append(" ", element("span", { class: "completion-kind" }, name));
      made.addEventListener("click", () => choose(completion));
      return made;
    };

    const show = (completions) => {
      found = completions;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...found.map(option));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = found.length ? `Có ${found.length} gợi ý, chọn bằng phím mũi tên.` : "Không có gợi ý.";
    };

    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const asked = input.value;
      try {
        const reply = await fetch(`/api/v1/complete?${new URLSearchParams({ q: asked })}`, { signal: asking.signal });
        if (reply.ok && input.value === asked && document.activeElement === input) show((await reply.json()).completions);
      } catch {
        // Aborted by the next key, or the archive cannot be reached: typing goes on without help.
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!input.value.trim()) return close();
      if (!event.isComposing) timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("compositionend", () => (timer = setTimeout(ask, PAUSE)));
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length && input.value.trim()) {
        event.preventDefault();
        if (list.hidden) show(found);
        const places = found.length + 1; // one of them is the box itself
        mark(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        choose(found[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // what was typed stays
        close();
      }
    });
  };

  const input = document.querySelector("form#tim input#q");
  if (input) complete(input);
}
