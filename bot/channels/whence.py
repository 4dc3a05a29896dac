"""Where an error came from, without its words: they may quote a message."""


def where(error: BaseException) -> str:
    """The innermost place an error came from: file, line, function; never the error's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}"
