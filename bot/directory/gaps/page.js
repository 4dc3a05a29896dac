// Shades the map by what is chosen and says what a county has. Without this script the page shows all needs.
const { names, views } = JSON.parse(document.getElementById("figures").textContent);
const shading = document.getElementById("shading");
const said = document.getElementById("said");
const counties = [...document.querySelectorAll("#map .county")];

function sentence(number) {
  const view = views[shading.value];
  const [, own, particular, statewide] = view.counties[number];
  const only = particular ? `, ${particular} of them only by or for particular communities` : "";
  const last = view.unit === "needs" ? `${statewide} statewide only` : `${statewide} statewide`;
  return `${names[number]} County: ${own} ${view.unit} of the county${only}; ${last}`;
}

function shade() {
  counties.forEach((county, number) => {
    county.setAttribute("class", `county ${views[shading.value].counties[number][0]}`);
    county.querySelector("title").textContent = sentence(number);
  });
  const { label, counties: rows } = views[shading.value];
  const without = rows.filter(([step]) => step === "none" || step === "state").length;
  said.textContent = `${label}: ${rows.length - without} of ${rows.length} counties have something of their own.`;
}

counties.forEach((county, number) => {
  for (const event of ["focus", "mouseenter"]) {
    county.addEventListener(event, () => { said.textContent = sentence(number); });
  }
});
shading.addEventListener("change", shade);
shading.value = "0";
shade();
