// Small comforts; every page does its work without them.

// "Chép liên kết": copies the text of the element that data-copy names.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(source); // refused: the text is selected for the person to copy
    }
    setTimeout(() => (button.textContent = label), 3000);
  });
}

// A box that narrows a long facet. Case and Vietnamese marks do not matter.
const bare = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

for (const more of document.querySelectorAll("[data-facet] details.more")) {
  const facet = more.closest("[data-facet]");
  const name = facet.querySelector("h3").firstChild.textContent.trim();
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow";
  box.placeholder = `Lọc ${name.toLowerCase()}…`;
  box.setAttribute("aria-label", `Lọc các giá trị của ${name}`);
  box.addEventListener("input", () => {
    const wanted = bare(box.value.trim());
    for (const value of facet.querySelectorAll("ul.values li"))
      value.hidden = !bare(value.querySelector(".name").textContent).includes(wanted);
  });
  more.querySelector("summary").after(box);
}

// Browsers that cannot open the filters by style alone (no ::details-content).
const wide = matchMedia("(min-width: 60rem)");
const unfold = () => {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = wide.matches;
};
if (!CSS.supports("selector(::details-content)")) {
  unfold();
  wide.addEventListener("change", unfold);
}
