from django.urls import path

from caunoi.library.web import views

app_name = "library"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("readings/", views.readings, name="readings"),
]
