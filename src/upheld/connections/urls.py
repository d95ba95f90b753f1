"""The addresses of imports."""

from django.urls import path

from upheld.connections.views import imports, mappings, working

urlpatterns = [
    path("imports/", imports.index, name="imports"),
    path("imports/new", imports.new, name="import-new"),
    path("imports/mappings", mappings.index, name="import-mappings"),
    path("imports/mappings/<int:saved>/removal", mappings.remove, name="import-mapping-remove"),
    path("imports/<int:number>", imports.detail, name="import"),
    path("imports/<int:number>/mapping", mappings.edit, name="import-mapping"),
    path("imports/<int:number>/mapping/json", mappings.edit_json, name="import-mapping-json"),
    path("imports/<int:number>/mapping/save", mappings.save, name="import-mapping-save"),
    path("imports/<int:number>/trial", working.try_out, name="import-trial"),
    path("imports/<int:number>/start", working.start, name="import-start"),
    path("imports/<int:number>/cancellation", working.cancel, name="import-cancel"),
    path("imports/<int:number>/progress", working.progress, name="import-progress"),
    path("imports/<int:number>/refused.csv", working.refused, name="import-refused"),
]
