// Kenyamanan saja: tanpa skrip ini pun halaman lengkap. Menyaring temuan, dan membuka semua asal angka.
(function () {
  "use strict";
  var formulir = document.getElementById("saring");
  var butir = Array.prototype.slice.call(document.querySelectorAll("[data-jenis]"));
  var kelompok = Array.prototype.slice.call(document.querySelectorAll("[data-kelompok]"));
  if (formulir && butir.length) {
    var unit = document.getElementById("saring-unit");
    var jenis = document.getElementById("saring-jenis");
    var kabar = document.getElementById("saring-kabar");
    var saring = function () {
      var tampak = 0;
      kelompok.forEach(function (k) {
        var ada = 0;
        k.querySelectorAll("[data-jenis]").forEach(function (b) {
          var cocok = (!unit.value || k.getAttribute("data-kelompok") === unit.value) &&
            (!jenis.value || b.getAttribute("data-jenis") === jenis.value);
          b.hidden = !cocok;
          ada += cocok ? 1 : 0;
        });
        k.hidden = !ada;
        tampak += ada;
      });
      kabar.textContent = "Ditampilkan " + tampak + " dari " + butir.length + " kelompok temuan.";
    };
    formulir.hidden = false;
    formulir.addEventListener("change", saring);
    formulir.addEventListener("submit", function (e) { e.preventDefault(); });
    formulir.addEventListener("reset", function () { window.setTimeout(saring, 0); });
    saring();
  }
  var tombol = document.getElementById("buka-asal");
  if (tombol) {
    tombol.hidden = false;
    tombol.addEventListener("click", function () {
      var buka = tombol.getAttribute("aria-pressed") !== "true";
      document.querySelectorAll("details.asal").forEach(function (d) { d.open = buka; });
      tombol.setAttribute("aria-pressed", String(buka));
      tombol.textContent = buka ? "Tutup semua asal angka" : "Buka semua asal angka";
    });
  }
}());
