"""Search over the person's words, in memory: across scripts, spellings and case forms.

`spelling`, `sounds` and `endings` say which words are the same, `tokens` where words stand in a
text, `wanted` what a typed word finds, `vocabulary` which of the words that occur that are. `rows`,
`shelf` and `index` know which incidents hold which words and have which `tags`, `phrases` where
words follow one another. `find` adds what a person may narrow a search down by, `sieve` spares
whoever asks once the index, and `highlight` shows what was found. Nothing of it is ever written to
disk.
"""
