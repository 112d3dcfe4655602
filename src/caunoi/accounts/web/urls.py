from django.urls import include, path

from caunoi.accounts.web import views

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("me/", views.me, name="me"),
                    path("second-factor/", views.second_factor, name="second_factor"),
                ],
                "accounts",
            )
        ),
    ),
    path("", include("allauth.urls")),
]
