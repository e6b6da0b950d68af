from django.urls import path

from logging_core.compat.openrvdas import doors, endpoints

urlpatterns = [
    path("", endpoints.Root.as_view(), name="openrvdas-root"),
    path("login/", doors.login, name="openrvdas-login"),
    path("logout/", doors.log_out, name="openrvdas-logout"),
    path("obtain-auth-token/", endpoints.ObtainToken.as_view(), name="openrvdas-obtain-auth-token"),
    path("cruise-configuration/", endpoints.CruiseConfiguration.as_view(), name="openrvdas-cruise-configuration"),
    path("select-cruise-mode/", endpoints.SelectMode.as_view(), name="openrvdas-select-cruise-mode"),
    path("edit-logger-config/", endpoints.EditLoggerConfig.as_view(), name="openrvdas-edit-logger-config"),
    path("load-configuration-file/", endpoints.LoadFile.as_view(), name="openrvdas-load-configuration-file"),
    path(
        "reload-current-configuration/",
        endpoints.Reload.as_view(),
        name="openrvdas-reload-current-configuration",
    ),
    path("delete-configuration/", endpoints.Delete.as_view(), name="openrvdas-delete-configuration"),
    path("schema/", doors.schema, name="openrvdas-schema"),
    path("schema/swagger-ui/", doors.swagger_ui, name="openrvdas-swagger-ui"),
    path("schema/redoc/", doors.redoc, name="openrvdas-redoc"),
]
