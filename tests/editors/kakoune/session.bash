# kak-lsp ends with the session of Kakoune, but not where Kakoune is killed.
session=budget-$$
farewell() { echo kill! | "${program[@]}" -p "$session"; }
