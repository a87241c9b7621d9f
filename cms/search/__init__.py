"""The site search: over every public page and what plug-ins offer, made for Korean.

Korean needs three things a word index does not give: words with particles attached
(출산휴가를), words written together or apart (육아휴직급여, 육아휴직 급여), and first
consonants alone (ㅇㅇㅎㅈ). So the index holds pairs of syllables (``grams``), the query
is taken apart by what the documents say (``query``), and nothing but the database is
needed: FTS5 on SQLite, tsvector on PostgreSQL (``engines``).
"""
