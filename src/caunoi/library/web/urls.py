from django.urls import path

from caunoi.library.web import (
    choosing,
    citations,
    collections,
    comparison,
    imports,
    procedures,
    readings,
    relations,
    text,
    views,
)

app_name = "library"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/find/", choosing.find_documents, name="find_documents"),
    path("documents/<uuid:document_id>/", views.document, name="document"),
    path("documents/<uuid:document_id>/text/", text.document_text, name="document_text"),
    path("documents/<uuid:document_id>/mend/", readings.mend_document, name="mend_document"),
    path("documents/<uuid:document_id>/compare/", comparison.compare_versions, name="compare_versions"),
    path("documents/<uuid:document_id>/relations/", relations.relations, name="relations"),
    path("cite/", citations.cite, name="cite"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:batch_id>/", imports.import_batch, name="import_batch"),
    path("imports/<uuid:batch_id>/report.csv", imports.export_import, name="export_import"),
    path("shelves/", collections.browse, name="browse"),
    path("collections/add/", collections.add_collection, name="add_collection"),
    path("collections/<uuid:collection_id>/", collections.collection, name="collection"),
    path("collections/<uuid:collection_id>/mend/", collections.mend_collection, name="mend_collection"),
    path("collections/<uuid:collection_id>/remove/", collections.remove_collection, name="remove_collection"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/add/", procedures.add_procedure, name="add_procedure"),
    path("procedures/<str:code>/", procedures.procedure, name="procedure"),
    path("procedures/<str:code>/mend/", procedures.mend_procedure, name="mend_procedure"),
    path("readings/", readings.readings, name="readings"),
    path("readings/<uuid:reading_id>/", readings.reading, name="reading"),
    path("readings/<uuid:reading_id>/discard/", readings.discard_reading, name="discard_reading"),
]
