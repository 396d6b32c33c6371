"""From a bureau's own files to the county's tables: which sheet, column, word and school is which, proposed and confirmed.

`prepared` is the composition: `sources` opens the files, `sheets` tells their tables, `headers` their columns, `values`
their words, `schools` and `people` who and what they speak of, `joining` brings together what several sheets say of
one person. Each asks a `proposal.Ledger` what a thing means; what was confirmed is kept by `record` and shown by
`workbook`. Nothing here knows a terminal.
"""
