// Show only the rules whose row holds what was typed; without this script the list is complete.
const masukan = document.getElementById("saring");
const jumlah = document.getElementById("jumlah");
masukan.addEventListener("input", () => {
  const kata = masukan.value.trim().toLowerCase();
  let tampak = 0;
  for (const baris of document.querySelectorAll("#daftar-aturan tbody tr")) {
    baris.hidden = kata !== "" && !baris.textContent.toLowerCase().includes(kata);
    tampak += baris.hidden ? 0 : 1;
  }
  jumlah.textContent = kata === "" ? "" : `${tampak} aturan cocok`;
});
