"""Forms an editor builds from question blocks, and the answers people give.

A *questionnaire* is an ordered list of *sections* (one page of a form each) of
*questions*. An editor makes it in a ``QuestionsField``; ``questionnaire(stream)`` turns
that into plain definitions, which can be kept as JSON beside the answers, so that a
later edit of the form never changes what somebody has already handed in.

An *answer* is JSON under its question's key. What could be read as its type is stored
typed; what could not is stored as it was typed, ``{"typed": …}``: a draft loses nothing
and is never mistaken for something valid. *Drafting* takes everything that fits in the
store; *submitting* asks every question's rules.

- ``fields.QuestionsField``: the model field.  ``definitions``: questionnaire as data.
- ``forms.answer_form``: one section, or all, as a Django form.
- ``answers.problems``: what still stands against handing in.
- ``rendering``: answers to read, and as cells of an export.
- ``kinds``: one class for each kind of question.
"""
