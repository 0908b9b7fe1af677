"""What views are made of, under the name that the modules of this package know."""

from planpress.view import View, beside, later, plain, texts_in, variables

__all__ = ["View", "beside", "later", "plain", "texts_in", "variables"]
