"""Bodies of the requests."""

from rest_framework import serializers


class Login(serializers.Serializer):
    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False, allow_blank=True)


class SelectMode(serializers.Serializer):
    select_mode = serializers.CharField()


class EditLogger(serializers.Serializer):
    update = serializers.BooleanField()  # type: ignore[assignment]  # the contract's name for it
    logger_id = serializers.CharField()
    config = serializers.CharField()


class LoadFile(serializers.Serializer):
    target_file = serializers.CharField()


class Reload(serializers.Serializer):
    reload = serializers.BooleanField()


class Delete(serializers.Serializer):
    delete = serializers.BooleanField()
