"""The payment list: one day, one channel; three people sign it; its file is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat

from benefits.models.list_guards import file_guards, list_guards, signature_guards
from benefits.models.payout import Channel
from benefits.states import PAYMENT_LIST
from opsapp.kernel.audit import tracked
from opsapp.kernel.models import StoredDocument
from opsapp.kernel.secrets import EncryptedTextField
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import audited, child_frozen_when, frozen, frozen_when

SIGNED = ("prepared", "checked", "to_head", "approved", "sent", "settled")


@tracked
class BankProfile(models.Model):
    """What one bank accepts in an Elixir-0 file, and the account debited."""

    class Encoding(models.TextChoices):
        CP852 = "cp852", "CP852 (DOS)"
        ISO8859_2 = "iso8859_2", "ISO-8859-2"
        CP1250 = "cp1250", "CP1250 (Windows)"
        UTF8 = "utf-8", "UTF-8"

    name = models.CharField("nazwa", max_length=80, unique=True)
    account = EncryptedTextField("rachunek obciążany")
    payer_lines = models.TextField("nazwa i adres nadawcy (do 4 wierszy)")
    encoding = models.CharField(
        "strona kodowa", max_length=10, choices=Encoding.choices, default=Encoding.CP852
    )
    ascii_only = models.BooleanField("tylko litery bez znaków polskich", default=False)
    forbidden = models.CharField("znaki niedozwolone", max_length=40, blank=True, default='"|')
    max_records = models.PositiveIntegerField("najwięcej poleceń w pliku", default=5000)
    empty_fields_quoted = models.BooleanField('puste pola 13 i 14 jako ""', default=True)
    reference_length = models.PositiveSmallIntegerField("długość pola 16", default=32)
    extension = models.CharField("rozszerzenie pliku", max_length=5, default="pli")
    is_active = models.BooleanField("używany", default=True)

    class Meta:
        verbose_name = "profil banku"
        verbose_name_plural = "profile banków"
        constraints = [
            models.CheckConstraint(condition=Q(max_records__gte=1), name="bank_profile_max")
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.name


class PaymentList(models.Model):
    """A list of payments of one day and channel.

    Its content is fixed when it is prepared (`content_sha256`); every signature repeats that
    digest. `round` grows by itself whenever the list goes back to a draft: signatures and files of
    earlier rounds are history. `head_signs` says that the head of the centre signs it too. A sent
    list is corrected only by reversing events of its payments.
    """

    class Kind(models.TextChoices):
        MAIN = "main", "główna"
        ADDITIONAL = "additional", "dodatkowa"

    number = models.PositiveIntegerField("numer")
    year = models.PositiveSmallIntegerField("rok")
    reference = models.GeneratedField(
        expression=Concat(
            Value("LW/"),
            Cast("year", models.CharField()),
            Value("/"),
            Cast("number", models.CharField()),
        ),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        verbose_name="numer listy",
    )
    request_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField("rodzaj", max_length=10, choices=Kind.choices, default=Kind.MAIN)
    channel = models.CharField("sposób wypłaty", max_length=8, choices=Channel.choices)
    pay_on = models.DateField("dzień wypłaty")
    bank_profile = models.ForeignKey(
        BankProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="lists"
    )
    status = models.CharField(
        "stan", max_length=10, choices=PAYMENT_LIST.choices, default=PAYMENT_LIST.initial
    )
    payment_count = models.PositiveIntegerField("liczba wypłat", default=0)
    total = models.DecimalField("suma", max_digits=14, decimal_places=2, default=0)
    content_sha256 = models.CharField("skrót treści", max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField("wysłano", null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    head_signs = models.BooleanField(
        "podpisuje też kierownik", default=False, db_default=False, editable=False
    )
    recorded_at = models.DateTimeField("założono", auto_now_add=True)

    class Meta:
        verbose_name = "lista wypłat"
        verbose_name_plural = "listy wypłat"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="payment_list_number"),
            models.CheckConstraint(
                condition=Q(channel="bank", bank_profile__isnull=False)
                | (~Q(channel="bank") & Q(bank_profile=None)),
                name="payment_list_bank_profile",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SIGNED)
                | Q(payment_count__gte=1, total__gt=0, content_sha256__regex=r"^[0-9a-f]{64}$"),
                name="payment_list_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["sent", "settled"], sent_on__isnull=False)
                | (~Q(status__in=["sent", "settled"]) & Q(sent_on=None)),
                name="payment_list_sent_on",
            ),
        ]
        indexes = [models.Index(fields=["-pay_on", "-id"], name="payment_list_day")]
        triggers = [
            *audited(),
            *PAYMENT_LIST.triggers(),
            *frozen_when(
                Q(old__status__in=("prepared", "checked", "to_head")),
                but=("status", "content_sha256", "payment_count", "total"),
            ),
            *frozen_when(
                Q(old__status="approved"),
                but=("status", "content_sha256", "payment_count", "total", "sent_on"),
            ),
            *frozen_when(Q(old__status__in=("sent", "settled", "cancelled")), but=("status",)),
            *list_guards(),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class PaymentListTransition(TransitionRecord):
    """A move of a payment list."""

    record = models.ForeignKey(PaymentList, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu listy wypłat"


class PaymentListSignature(models.Model):
    """A signature under one content of a list: one person, one signature; one role, one person.

    `round` grows when a list is reopened; earlier signatures stay as history.
    """

    class Role(models.TextChoices):
        PREPARED = "prepared", "sporządził(a)"
        CHECKED = "checked", "sprawdził(a) pod względem merytorycznym"
        APPROVED = "approved", "sprawdził(a) formalnie i zatwierdził(a)"
        HEAD = "head", "zatwierdził(a) kierownik jednostki"

    payment_list = models.ForeignKey(
        PaymentList, on_delete=models.PROTECT, related_name="signatures"
    )
    round = models.PositiveSmallIntegerField(default=1)
    role = models.CharField("podpis", max_length=8, choices=Role.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField("skrót treści", max_length=64)
    recorded_at = models.DateTimeField("podpisano", auto_now_add=True)

    class Meta:
        verbose_name = "podpis listy wypłat"
        verbose_name_plural = "podpisy list wypłat"
        constraints = [
            models.UniqueConstraint(
                fields=["payment_list", "round", "user"],
                name="list_signature_one_per_person",
                violation_error_message="Ta osoba podpisała już tę listę. Musi ją podpisać inna.",
            ),
            models.UniqueConstraint(
                fields=["payment_list", "round", "role"], name="list_signature_one_per_role"
            ),
        ]
        triggers = [
            *audited(),
            *frozen(),
            *signature_guards(),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"


class PaymentListFile(models.Model):
    """A file made of an approved list: its bytes and their digest, written once.

    A file of an earlier `round` of the list is history and is not given out any more.
    """

    class Kind(models.TextChoices):
        ELIXIR = "elixir", "plik przelewów Elixir-0"
        CASH = "cash", "lista do wypłaty (PDF)"

    payment_list = models.ForeignKey(PaymentList, on_delete=models.PROTECT, related_name="files")
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    kind = models.CharField("rodzaj", max_length=8, choices=Kind.choices)
    part = models.PositiveSmallIntegerField("część", default=1)
    name = models.CharField("nazwa pliku", max_length=80)
    payment_count = models.PositiveIntegerField("liczba poleceń")
    total = models.DecimalField("suma", max_digits=14, decimal_places=2)
    document = models.OneToOneField(StoredDocument, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("utworzono", auto_now_add=True)

    class Meta:
        verbose_name = "plik listy wypłat"
        verbose_name_plural = "pliki list wypłat"
        constraints = [
            models.UniqueConstraint(
                fields=["payment_list", "round", "kind", "part"], name="list_file_part_once"
            )
        ]
        triggers = [
            *audited(),
            *frozen(),
            *child_frozen_when(
                "benefits_paymentlist",
                "payment_list_id",
                "status not in ('approved', 'sent', 'settled')",
            ),
            *file_guards(),
        ]

    def __str__(self) -> str:
        return self.name
