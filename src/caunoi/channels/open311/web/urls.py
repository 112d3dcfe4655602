from django.urls import path, register_converter

from caunoi.channels.open311.web import views


class Form:
    """The two formats."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Form, "form")
app_name = "open311"
urlpatterns = [
    path("discovery.<form:form>", views.discovery, name="discovery"),
    path("services.<form:form>", views.services, name="services"),
    path("services/<str:code>.<form:form>", views.service, name="service"),
    path("requests.<form:form>", views.requests, name="requests"),
    path("requests/<str:request_id>.<form:form>", views.request_by_id, name="request_by_id"),
    path("tokens/<str:token>.<form:form>", views.token, name="token"),
]
