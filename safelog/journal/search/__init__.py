"""Search over the person's words, in memory: across scripts, spellings and case forms.

`spelling`, `sounds` and `endings` say which words are the same, `tokens` where words stand in a
text, `vocabulary` which of the words that occur a typed word finds. `shelf` and `index` know which
incidents hold which words; `find` adds what a person may narrow a search down by, and `highlight`
shows what was found. Nothing of it is ever written to disk.
"""
