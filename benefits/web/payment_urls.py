"""Addresses of payments."""

from __future__ import annotations

from django.urls import path

from benefits.web import payment_exports, payment_lines, payment_lists, payment_signing, payout_ways

urlpatterns = [
    path("wyplaty/", payment_lists.index, name="payment_lists"),
    path("wyplaty/nowa/", payment_lists.new, name="payment_list_new"),
    path("wyplaty/przeszkody/", payment_lists.held, name="payments_held"),
    path("wyplaty/zwroty/", payment_lines.returned, name="returned_payments"),
    path("wyplaty/do-odzyskania/", payment_lines.recover, name="payments_to_recover"),
    path("wyplaty/pozycja/<int:pk>/zamknij/", payment_lines.close, name="payment_close"),
    path("wyplaty/sposoby/", payout_ways.ways, name="payout_ways"),
    path("wyplaty/sposoby/<int:pk>/zatwierdz/", payout_ways.confirm, name="payout_confirm"),
    path("wyplaty/sposoby/<int:pk>/odrzuc/", payout_ways.reject, name="payout_reject"),
    path("wyplaty/<int:pk>/", payment_lists.show, name="payment_list"),
    path("wyplaty/<int:pk>/zmiany/", payment_lists.changes, name="payment_list_changes"),
    path("wyplaty/<int:pk>/druk/", payment_lists.printed, name="payment_list_print"),
    path("wyplaty/<int:pk>/pdf/", payment_lists.pdf, name="payment_list_pdf"),
    path("wyplaty/<int:pk>/csv/", payment_exports.lines, {"form": "csv"}, name="payment_list_csv"),
    path(
        "wyplaty/<int:pk>/xlsx/", payment_exports.lines, {"form": "xlsx"}, name="payment_list_xlsx"
    ),
    path("wyplaty/<int:pk>/sporzadz/", payment_signing.prepare, name="payment_list_prepare"),
    path("wyplaty/<int:pk>/sprawdz/", payment_signing.check, name="payment_list_check"),
    path("wyplaty/<int:pk>/zatwierdz/", payment_signing.approve, name="payment_list_approve"),
    path("wyplaty/<int:pk>/kierownik/", payment_signing.head, name="payment_list_head"),
    path("wyplaty/<int:pk>/skresl/", payment_signing.strike, name="payment_list_strike"),
    path("wyplaty/<int:pk>/cofnij/", payment_signing.reopen, name="payment_list_reopen"),
    path("wyplaty/<int:pk>/anuluj/", payment_signing.cancel, name="payment_list_cancel"),
    path("wyplaty/<int:pk>/wyslij/", payment_signing.send, name="payment_list_send"),
    path("wyplaty/<int:pk>/rozlicz/", payment_signing.settle, name="payment_list_settle"),
    path("wyplaty/pliki/<int:pk>/", payment_lists.file, name="payment_list_file"),
    path("wyplaty/pozycja/<int:pk>/", payment_lines.show, name="payment"),
    path("wyplaty/pozycja/<int:pk>/zdejmij/", payment_lines.drop, name="payment_drop"),
    path("wyplaty/pozycja/<int:pk>/zwrot/", payment_lines.return_, name="payment_return"),
    path("wyplaty/pozycja/<int:pk>/ponow/", payment_lines.reissue, name="payment_reissue"),
    path("wyplaty/instytucje/", payout_ways.institutions, name="paid_institutions"),
    path(
        "wyplaty/instytucje/<int:pk>/sposob-wyplaty/",
        payout_ways.propose_institution,
        name="payout_propose_institution",
    ),
    path("osoby/<int:person_pk>/sposob-wyplaty/", payout_ways.propose, name="payout_propose"),
]
