"""What a line of text may hold, wherever it is typed."""

from django.core.validators import RegexValidator

# A spreadsheet cannot hold these, and no keyboard types them.
no_control_characters = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]",
    "Ada tanda yang tidak terlihat di dalam isian ini. Ketik ulang isinya.",
    inverse_match=True,
)
