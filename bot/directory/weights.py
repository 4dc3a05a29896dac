"""How much each reason counts when services are ranked, in points. One place, so that it can be tuned.

The scale: a service that answers exactly the need asked for has 40 points from that alone; everything else
moves services that answer it about equally well past one another.
"""

NEED = 40.0
"""For the best answered of the needs asked for, times how well it is answered."""
WEAK = 0.65
"""An answer weaker than this comes after good answers to related needs…"""
POOR = 10.0
"""…and so does one that has fewer points than this in all."""
WORDS_IN_NAME = 26.0
"""All of the family's words stand in the service's or its organization's name…"""
WORDS = 18.0
"""…or in what it says of itself…"""
SOME_WORDS = 10.0
"""…or some of them in the name; half of that anywhere."""
FURTHER_NEED = 7.0
"""For each further need asked for that the same service answers, times how well."""

HERE = 9.0
"""A place in the family's county."""
NEAR = 20.0
"""Added at no distance, falling with it."""
NEAR_FADES_KM = 12.0
"""Where that has fallen to about a third."""
TOWN_ONLY = 0.95
"""What nearness is worth when only the town is known, not the address."""
FAR_KM = 40.0
"""From here on a place is too far for most errands, though in the county."""
FAR_PER_KM = 0.3
FAR_AT_MOST = 24.0
FAR_BY_PHONE = 0.3
"""What is left of that for needs that a call or a visit at home can answer."""
COUNTY = 16.0
"""Serves the county, from nowhere in particular: a line, home visits, many sites."""
FEW_COUNTIES = 10.0
"""The same for two to ten counties."""
MANY_COUNTIES = 8.0
STATEWIDE = 6.0
REACH_UNKNOWN = -12.0

LANGUAGE_SPOKEN = 6.0
"""The record says it speaks the language wanted, and that is not English."""
LANGUAGE_NOT_LISTED = -5.0
"""It lists languages, and not the one wanted."""
OTHER_LANGUAGE_ONLY = -30.0
"""It is a line in another language, and English is not among those it lists."""

COMMUNITY_NAMED = 22.0
"""By or for a community the family named."""
COMMUNITY_OTHER = -16.0
"""By or for communities the family did not name."""
SPEAKS_HER_LANGUAGE = 0.4
"""What is left of that when it speaks the language she asked for, and that is not English."""
RESTRICTED = -14.0
"""On top of that, when only they can get it."""
GROUP = -11.0
"""Meant for a group the family did not say it belongs to."""
GROUPS_AT_MOST = -18.0

RECHECK = -5.0
VERIFIED = ((400, 4.0), (800, 2.0), (1500, 0.0))
"""(days since it was last verified, up to which, points)"""
VERIFIED_LONG_AGO = -0.5
UNDATED = -1.5
STALE = -3.0
"""Last verified longer ago than KINPATH_STALE_AFTER_DAYS, on top of what its date counts."""

NO_PHONE = -5.0
ONLY_ADDRESS = -15.0
NO_WAY_TO_REACH = -60.0

ONLY_TELLS = -5.0
"""It tells where help is and gives none itself."""

OPEN = 8.0
CLOSED = -8.0

TURN = 5.0
"""With several needs: for each need whose turn it is, times how well it is answered."""
OUT_OF_TURN = -48.0
SAME_ORGANIZATION = -10.0
"""A second service of one organization, or behind one phone number, in the same answer."""
SAME_PROGRAM = -8.0
"""A second service about one program: a family has one regional center, one WIC office."""
