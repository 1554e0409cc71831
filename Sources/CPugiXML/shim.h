// Links the system's pugixml; its C++ interface is used by PugiXMLShim alone.
