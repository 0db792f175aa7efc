# What stands in a README in the first block of a language: `block sh FILE`. Tests do what their editor's README says.
block() { awk -v fence='```'"$1" '$0 == fence { inside = 1; next } /^```$/ && inside { exit } inside' "$2"; }
