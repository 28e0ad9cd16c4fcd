"""The argument parser's own complaints, told in Chinese."""


def usage_words(error: Exception) -> str | None:
    """A Chinese sentence for the argument parser's own complaints, or None where it is not one of them."""
    format_message = getattr(error, "format_message", None)
    if format_message is None:
        return None
    kind = type(error).__name__
    option = getattr(error, "option_name", "") or _param_words(getattr(error, "param", None))
    words = {
        "NoSuchOption": f"没有选项 {option}",
        "MissingParameter": f"缺少参数 {option}",
        "BadParameter": f"参数 {option} 的值不对:{format_message()}",
        "NoArgsIsHelpError": "请给出命令",
    }.get(kind, format_message())
    return f"{words}。用 kaoping --help 查看用法。"


def _param_words(param: object) -> str:
    """An option by its name on the command line, an argument by its metavar."""
    names = [name for name in getattr(param, "opts", ()) if name.startswith("-")]
    return names[0] if names else str(getattr(param, "metavar", "") or getattr(param, "name", "") or "")
