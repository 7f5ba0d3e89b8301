package garden;

/** A month, as {@code 2024-05}: a class with a constructor from text. */
public class Month {
    public final String text;

    public Month(String text) {
        this.text = text;
    }
}
