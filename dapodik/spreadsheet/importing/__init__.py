"""What every import of a sheet needs: cells as values, the edits of one record, the plan that is shown."""
