// Links the system's simdjson; its C++ interface is used by SimdJSONShim alone.
