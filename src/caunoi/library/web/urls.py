from django.urls import path

from caunoi.library.web import readings, text, views

app_name = "library"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/text/", text.document_text, name="document_text"),
    path("documents/<uuid:document_id>/mend/", readings.mend_document, name="mend_document"),
    path("readings/", readings.readings, name="readings"),
    path("readings/<uuid:reading_id>/", readings.reading, name="reading"),
    path("readings/<uuid:reading_id>/discard/", readings.discard_reading, name="discard_reading"),
]
