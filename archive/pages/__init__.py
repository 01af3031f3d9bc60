"""What each page shows: requests and stored documents → frozen page contexts → templates.

One module a page: `home`, `results`, `document`, `error`, `guide`. `base` is what they share; `cards`,
`metadata` and `citation` are parts of several; `marks` is the only place where Python makes markup. Nothing
here knows Flask.
"""
