"""What each page shows: requests and stored documents → frozen page contexts → templates.

One module a page: `home`, `results`, `document`, `error`, `guide`; `base` is what they share and `marks` the only
place where Python makes markup. Nothing here knows Flask.
"""
