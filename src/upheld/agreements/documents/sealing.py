"""The seal on a signed document: an electronic seal of this installation, as PAdES-B-B.

The key and its certificate are made here, once, and lie beside the data with the rights of a
secret. So the seal shows that a document came from this installation and was not altered since;
it is no qualified signature, and no authority vouches for the name in it. Who signed, and how we
know, is said by the evidence in the document and by the record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import load_cert_from_pemder
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

if TYPE_CHECKING:
    from pyhanko.sign.validation.status import PdfSignatureStatus

FIELD = "UpheldSeal"
KEY, CERTIFICATE = "seal-key.pem", "seal-certificate.pem"
_FROM, _TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What a look at a document's seal found; `why` is empty when all of it is well."""

    sealed: bool
    intact: bool
    ours: bool
    whole: bool
    why: str = ""

    @property
    def well(self) -> bool:
        """Tell whether the document is sealed by us and nothing of it was altered or added."""
        return self.sealed and self.intact and self.ours and self.whole


def seal(pdf: bytes, *, reason: str, by: str) -> bytes:
    """Seal a document; the seal covers all of it and forbids any later change."""
    folder = _keys()
    load: Any = signers.SimpleSigner.load
    signer = load(str(folder / KEY), str(folder / CERTIFICATE))
    if signer is None:
        message = "the seal's key cannot be read"
        raise RuntimeError(message)
    said = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        name=by,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    sealed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), said, signer=signer)
    return bytes(sealed.getvalue())


def verify_seal(document: Path | bytes) -> SealVerdict:
    """Check a document's seal against this installation's own certificate. Never raises."""
    content = document if isinstance(document, bytes) else document.read_bytes()
    try:
        embedded = PdfFileReader(BytesIO(content)).embedded_signatures
    except (PdfError, ValueError) as fault:
        return SealVerdict(False, False, False, False, f"It cannot be read as a document: {fault}")
    if not embedded:
        return SealVerdict(False, False, False, False, "It carries no seal.")
    status = _status_of(embedded[0])
    if status is None:
        return SealVerdict(True, False, False, False, "Its seal cannot be read.")
    ours = bool(status.trusted)
    *_, start, length = embedded[0].byte_range
    whole = bool(status.bottom_line) and start + length == len(content)
    verdict = SealVerdict(True, bool(status.intact and status.valid), ours, whole)
    return SealVerdict(True, verdict.intact, ours, whole, _why(verdict))


def _status_of(embedded: Any) -> PdfSignatureStatus | None:
    load: Any = load_cert_from_pemder
    anchor = load(str(_keys() / CERTIFICATE))
    context = ValidationContext(trust_roots=[anchor], allow_fetching=False)
    try:
        return validate_pdf_signature(embedded, signer_validation_context=context)
    except Exception:  # noqa: BLE001  whatever a hostile file makes the library raise: not well
        return None


def _why(verdict: SealVerdict) -> str:
    if not verdict.intact:
        return "It was altered after it was sealed."
    if not verdict.ours:
        return "It was sealed by somebody else."
    if not verdict.whole:
        return "Something was added after it was sealed."
    return ""


def _keys() -> Path:
    """Give the folder of the seal's key, making key and certificate at the first need."""
    folder = Path(settings.DATA_DIR) / "keys"
    if not (folder / CERTIFICATE).exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(folder)
    return folder


def _make(folder: Path) -> None:
    """Make a key and a certificate for it; of two processes at once, one key wins for both."""
    try:
        handle = os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = serialization.load_pem_private_key((folder / KEY).read_bytes(), None)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        with os.fdopen(handle, "wb") as file:
            file.write(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        message = "the seal's key is of another kind than ours"
        raise TypeError(message)
    draft = folder / f"{CERTIFICATE}.{os.getpid()}"
    draft.write_bytes(_certificate(key).public_bytes(serialization.Encoding.PEM))
    draft.replace(folder / CERTIFICATE)


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Upheld"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Upheld document seal"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
