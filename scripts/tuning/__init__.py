"""Choosing the weights of `index/weights.py`.

    collections, made questions (tasks, made) → what each question finds (evidence)
      → one number for any weights (judging) → coordinate search (climbing) → tables (__main__)

Weights are chosen on one half of the questions and reported on the other, so that what is reported was not
fitted. The halves are fixed by a hash of the questions' ids.
"""
