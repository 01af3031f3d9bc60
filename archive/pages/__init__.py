"""What each page shows: requests and stored documents → frozen page contexts → templates.

One module a page: `home`, `results`, `document`, `withdrawn`, `error`, `guide`. `base` is what they share;
`cards`, `metadata`, `citation` and `paging` are parts of several; `marks` is the only place where Python
makes markup. Nothing here knows Flask.
"""
