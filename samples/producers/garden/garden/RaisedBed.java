package garden;

/** A bed with a wall around it. */
public class RaisedBed extends Bed {
    public int centimetres;
}
