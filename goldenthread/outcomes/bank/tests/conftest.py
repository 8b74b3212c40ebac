from goldenthread.story.tests.cast import cast

__all__ = ["cast"]
