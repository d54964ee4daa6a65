"""Addresses of the accounts room. allauth's pages are listed one by one: what is not named here does not exist.

No sign-up, no e-mail, no password reset by mail. allauth finds its pages by its own names, so these are not namespaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from accounts import views
from accounts.views import fresh, spared

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

own: list[URLPattern | URLResolver] = [
    path("me/", views.me, name="me"),
    path("me/contact/", views.contact, name="contact"),
    path("me/undertaking/", views.sign_undertaking, name="undertaking"),
    path("me/code/", views.device_code, name="device-code"),
    path("locked/", views.unlock, name="unlock"),
    path("guard/", views.device_sign_in, name="device-sign-in"),
    path("devices/", views.devices, name="devices"),
    path("devices/new/", views.register_device, name="device-new"),
    path("devices/<int:pk>/withdraw/", views.withdraw_device, name="device-withdraw"),
    path("people/<int:pk>/code/withdraw/", views.withdraw_device_code, name="device-code-withdraw"),
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", views.end_deputy, name="deputy-end"),
    path("people/", views.people, name="people"),
    path("people/links/", views.issue_links, name="links"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/posts/new/", views.give_post, name="post-new"),
    path("people/<int:pk>/link/", views.issue_link, name="link-issue"),
    path("people/<int:pk>/deputies/", views.deputies, name="person-deputies"),
    path("posts/<int:pk>/end/", views.end_post, name="post-end"),
    path("school/", views.school, name="school"),
    path("school/extras/", views.extras, name="extras"),
    path("plan/values/", views.plan_values, name="plan-values"),
    path("plan/report-hours/", views.report_hours, name="report-hours"),
    path("link/<str:token>/", views.open_link, name="link"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("sessions/", views.sessions, name="usersessions_list"),
    path("mfa/", mfa.index, name="mfa_index"),
    path("mfa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("mfa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("mfa/totp/activate/", fresh(totp.activate_totp), name="mfa_activate_totp"),
    path("mfa/totp/deactivate/", fresh(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("mfa/recovery-codes/", fresh(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "mfa/recovery-codes/generate/",
        fresh(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "mfa/recovery-codes/download/",
        fresh(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("mfa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("mfa/webauthn/add/", fresh(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("mfa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/remove/", fresh(spared(webauthn.remove_webauthn)), name="mfa_remove_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/edit/", fresh(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
