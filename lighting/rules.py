"""When a lamp or a cabinet counts as silent."""

import datetime as dt

SILENT_AFTER = dt.timedelta(hours=26)
"""A lamp or meter that said nothing for a whole winter night and a margin has fallen silent."""
