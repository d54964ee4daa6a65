"""What people fill in: 附錄1, the acts of the chain, the viewings."""

from __future__ import annotations

from requests.forms.acts import (
    ConsultForm,
    DisputeForm,
    ExtendForm,
    IdentityForm,
    LinkForm,
    OpinionForm,
    RecuseForm,
    RestrictForm,
    SignedFormForm,
    StandingForm,
)
from requests.forms.asking import (
    ReviewRequestForm,
)
from requests.forms.closing import (
    ClosingForm,
    DropErasureForm,
    ErasureForm,
)
from requests.forms.entering import (
    EnteringForm,
    initial_entry,
    initial_entry_again,
)
from requests.forms.kept import (
    initial_again,
    initial_from,
)
from requests.forms.letters import (
    DeliveryForm,
    LetterForm,
    OnPaperForm,
    SendingForm,
    TrackForm,
)
from requests.forms.sending import (
    EntrySubmitForm,
    SubmitForm,
)
from requests.forms.signing import (
    PaperSignatureForm,
    SigningForm,
)
from requests.forms.viewing import (
    ArrangeForm,
    BackEnterForm,
    CallOffForm,
    CorrectRowForm,
    EndViewingForm,
    StartViewingForm,
)
from requests.forms.viewing_urgent import (
    ConsentForm,
    EmergencyForm,
    LookForm,
)

__all__ = [
    "ArrangeForm",
    "BackEnterForm",
    "CallOffForm",
    "ClosingForm",
    "ConsentForm",
    "ConsultForm",
    "CorrectRowForm",
    "DeliveryForm",
    "DisputeForm",
    "DropErasureForm",
    "EmergencyForm",
    "EndViewingForm",
    "EnteringForm",
    "EntrySubmitForm",
    "ErasureForm",
    "ExtendForm",
    "IdentityForm",
    "LetterForm",
    "LinkForm",
    "LookForm",
    "OnPaperForm",
    "OpinionForm",
    "PaperSignatureForm",
    "RecuseForm",
    "RestrictForm",
    "ReviewRequestForm",
    "SendingForm",
    "SignedFormForm",
    "SigningForm",
    "StandingForm",
    "StartViewingForm",
    "SubmitForm",
    "TrackForm",
    "initial_again",
    "initial_entry",
    "initial_entry_again",
    "initial_from",
]
