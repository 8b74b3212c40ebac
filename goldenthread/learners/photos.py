"""A photo as it comes from a phone, made small and freed of all the camera added."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 10 * 1024 * 1024
# A 109 kB PNG can unfold to 900 megapixels. Said by the header, before a single pixel is read.
LARGEST_AREA = 40_000_000
SIDE = 800
FORMATS = ("JPEG", "PNG", "WEBP")


class BadPhoto(ValueError):
    """A photo that cannot be used; `str()` is the sentence to show."""


def prepare(content: bytes) -> bytes:
    """The picture as a JPEG of at most 800 pixels a side: upright, on white, with nothing of the original beside it
    (place, time, camera, hidden thumbnail).
    """
    if len(content) > LARGEST_FILE:
        raise BadPhoto("The photo's file is larger than 10 MB. Choose a smaller one.")
    try:
        return smaller(content)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as wrong:
        if isinstance(wrong, BadPhoto):
            raise
        raise BadPhoto("This file is not a photo we can read. Use a JPEG, PNG or WebP picture.") from wrong


def smaller(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > LARGEST_AREA:
            raise BadPhoto("The photo has more than 40 megapixels. Choose a smaller one.")
        image.draft("RGB", (2 * SIDE, 2 * SIDE))  # lets JPEG decode at a fraction of its size
        upright = ImageOps.exif_transpose(image)
        if upright.mode not in {"L", "RGB", "RGBA"}:
            upright = upright.convert("RGBA")
        upright.thumbnail((SIDE, SIDE))
    upright = upright.convert("RGBA")
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright)
    out = BytesIO()
    plain.save(out, "JPEG", quality=85)
    return out.getvalue()
