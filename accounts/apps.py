from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "帳號"

    def ready(self) -> None:
        """Let the ledger hear of sign-ins, and ask what the rows of this room say."""
        _hear_of_sign_ins()
        witnesses.register("學校", "accounts.selectors.witnessed.SCHOOL")
        witnesses.register("本校計畫", "accounts.selectors.witnessed.PLANS")
        witnesses.register("職務", "accounts.selectors.witnessed.POSTS")
        witnesses.register("職務代理", "accounts.selectors.witnessed.DEPUTIES")
        witnesses.register("保密切結", "accounts.selectors.witnessed.UNDERTAKINGS")
        witnesses.register("警衛室裝置", "accounts.selectors.witnessed.GUARD_DEVICES")


def _hear_of_sign_ins() -> None:
    """Connect before axes does (INSTALLED_APPS): what it locks now is still recorded."""
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth import signals as auth

    from accounts.services import doorbell

    auth.user_logged_in.connect(doorbell.signed_in)
    auth.user_login_failed.connect(doorbell.sign_in_failed)
    auth.user_logged_out.connect(doorbell.signed_out)
    account.password_changed.connect(doorbell.password_changed)
    mfa.authenticator_added.connect(doorbell.means_added)
    mfa.authenticator_reset.connect(doorbell.means_added)
    mfa.authenticator_removed.connect(doorbell.means_removed)
