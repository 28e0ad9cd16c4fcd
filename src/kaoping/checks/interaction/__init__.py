"""互动服务: channels, statistics, replies and service guides."""
