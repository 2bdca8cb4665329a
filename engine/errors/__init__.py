"""Every refusal of the engine: one class each, imported from here.

Refusal
├── Invalid       what was sent can't be accepted as it stands
├── Forbidden     the person may not do this
├── NotFound      no such thing, or the person may not know that it exists
├── Conflict      the thing is in another state than the act needs
├── TooOften      it was tried too often, and may be tried again later
└── Unavailable   cannot be done now; the same request may succeed later

kinds         the classes above
accounts      who is at the other end
cases         cases and the work on them
documents     files and papers of a dossier
filing        where, how and with which answers a case may begin
imports       what is brought in from folders, tables and lists
lateness      extensions, apologies, and why a dossier is late
life          what may be asked of an applicant, and when
meetings      inspections and meetings that applicants are invited to
money         fees of a case: asked, paid, given back
organisation  the province's organisation and catalogues, and who administers them
people        who files for whom, who takes the result, who may not work on their own
outages       paper slips of an outage
packages      procedure packages and the scenarios that walk them
petitions     what people tell about how things are handled
providers     signing in by an outside provider, or by a code sent to a telephone
ratings       what applicants think
repairs       what stands still is repaired
requests      the form of a request, and of the words in it
rules         local rules
running       the product's settings, its database, acts that could not be written

A class fixes its ``code`` (for machines) and its Vietnamese ``message`` template; the values that
fill the template are kept in ``details``. HTTP statuses for the kinds live in one table in
``api.http``. Modules are imported whole, so that a new refusal is written in one place.
"""

from engine.errors.accounts import *
from engine.errors.cases import *
from engine.errors.documents import *
from engine.errors.filing import *
from engine.errors.imports import *
from engine.errors.kinds import *
from engine.errors.lateness import *
from engine.errors.life import *
from engine.errors.meetings import *
from engine.errors.money import *
from engine.errors.organisation import *
from engine.errors.outages import *
from engine.errors.packages import *
from engine.errors.people import *
from engine.errors.petitions import *
from engine.errors.providers import *
from engine.errors.ratings import *
from engine.errors.repairs import *
from engine.errors.requests import *
from engine.errors.rules import *
from engine.errors.running import *
