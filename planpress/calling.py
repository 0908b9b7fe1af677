"""How templates call macros and functions, and say messages, as often as they do: without asking twice.

In: what a template calls, and with what. Out: what Jinja would return of it.
"""

from collections.abc import Callable
from functools import cache, partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

from planpress.i18n import translations

_PLAIN = (FunctionType, MethodType, BuiltinMethodType, partial)
"""What can say by an attribute alone that it wants to be given the context."""


class Calling(Context):
    """Calls macros and functions without asking each time what they want to be given besides: a tenth of the time."""

    def call(self, called: Any, /, *args: Any, **given: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is not Macro and (kind not in _PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **given)
        given.pop("_block_vars", None)
        given.pop("_loop_vars", None)
        if kind is not Macro:
            return called(*args, **given)
        left = len(called.arguments) - len(args)
        if given or left < 0 or called.caller or called.catch_kwargs or called.catch_varargs:
            return called(self.eval_ctx, *args, **given)
        return Markup(called._func(*args, *(missing,) * left))  # which is what all of Jinja's questions lead to


def saying(language: str) -> Callable[..., Markup]:
    """Return what `_` is in templates: messages stay the same, what is said in them is escaped."""
    known = cache(lambda message: Markup(translations(language).gettext(message)))
    alone = cache(lambda message: known(message) % {})

    def say(message: str, **words: Any) -> Markup:
        return known(message) % words if words else alone(message)

    return say
