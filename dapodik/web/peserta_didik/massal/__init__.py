"""Mass edit: one act on a selection of pupils, looked at before it is done."""
